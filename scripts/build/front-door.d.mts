import type { Plugin, PluginOption } from 'vite';

export declare function frontDoor(plugins: () => PluginOption[]): Plugin;
