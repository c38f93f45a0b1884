/** Every page. */
import { Route, Routes } from 'react-router';
import { paths } from '../../server/contract/paths.ts';
import { lazyPage } from '../locales/catalogs.ts';
import { HistoryRouter } from './history-router.tsx';
import { HomePage } from './home-page.tsx';
import { Layout } from './layout.tsx';
import { SignedInOnly } from './signed-in-only.tsx';

export const pages = {
  rooms: lazyPage('shell', () => import('../rooms/list/rooms-page.tsx')),
  room: lazyPage('pages', () => import('../meeting/room-page.tsx')),
  roomSettings: lazyPage('pages', () => import('../rooms/editor/room-settings-page.tsx')),
  signedIn: lazyPage('outside', () => import('../session/signed-out/signed-in-page.tsx')),
  notFound: lazyPage('outside', () => import('../session/signed-out/not-found-page.tsx')),
  admin: lazyPage('admin', () => import('../admin/admin-page.tsx')),
  adminRooms: lazyPage('admin', () => import('../admin/rooms-page.tsx')),
  adminAudit: lazyPage('admin', () => import('../admin/audit-page.tsx')),
};

export const Router = () => (
  <HistoryRouter>
    <Routes>
      <Route element={<Layout />}>
        <Route path={paths.home} element={<HomePage rooms={<pages.rooms />} />} />
        <Route path={paths.signedIn} element={<pages.signedIn />} />
        <Route element={<SignedInOnly />}>
          <Route path={paths.room(':slug')} element={<pages.room />} />
          <Route path={paths.roomSettings(':slug')} element={<pages.roomSettings />} />
          <Route path={paths.admin} element={<pages.admin />} />
          <Route path={paths.adminRooms} element={<pages.adminRooms />} />
          <Route path={paths.adminAudit} element={<pages.adminAudit />} />
        </Route>
        <Route path="*" element={<pages.notFound />} />
      </Route>
    </Routes>
  </HistoryRouter>
);
