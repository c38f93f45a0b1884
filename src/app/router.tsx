/** Every page. */
import { BrowserRouter, Route, Routes } from 'react-router';
import { paths } from '../../server/contract/paths.ts';
import { lazyPage } from '../locales/catalogs.ts';
import { HomePage } from './home-page.tsx';
import { Layout } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { SignedInOnly } from './signed-in-only.tsx';

export const pages = {
  rooms: lazyPage('shell', () => import('../rooms/list/rooms-page.tsx')),
  room: lazyPage('meeting', () => import('../meeting/room-page.tsx')),
  roomSettings: lazyPage('editor', () => import('../rooms/editor/room-settings-page.tsx')),
  signedIn: lazyPage('signing-in', () => import('../session/signing-in/signed-in-page.tsx')),
  admin: lazyPage('admin', () => import('../admin/admin-page.tsx')),
};

export const Router = () => (
  <BrowserRouter>
    <Routes>
      <Route element={<Layout />}>
        <Route path={paths.home} element={<HomePage rooms={<pages.rooms />} />} />
        <Route path={paths.signedIn} element={<pages.signedIn />} />
        <Route element={<SignedInOnly />}>
          <Route path={paths.room(':slug')} element={<pages.room />} />
          <Route path={`${paths.room(':slug')}/settings`} element={<pages.roomSettings />} />
          <Route path={paths.admin} element={<pages.admin />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  </BrowserRouter>
);
