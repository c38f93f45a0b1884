import type { Plugin, PluginOption, UserConfig } from 'vite';

export declare function frontDoor(
  plugins: () => PluginOption[],
  resolve: NonNullable<UserConfig['resolve']>,
): Plugin;
