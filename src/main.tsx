import { createRoot } from 'react-dom/client';
import { startApp } from './app/start.tsx';
import { readPageData } from './http/page-data.ts';

const root = document.getElementById('root');
if (root) void startApp(createRoot(root), readPageData(document));
