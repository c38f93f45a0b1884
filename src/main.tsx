import { createRoot } from 'react-dom/client';
import { startApp } from './app/start.tsx';
import { readBoot } from './http/boot.ts';

const root = document.getElementById('root');
if (root) void startApp(createRoot(root), readBoot(document));
