/** The catalogs that no first picture needs: where they are found is no part of the first load either. */
import type { Messages } from '@lingui/core';

export const laterFiles = import.meta.glob<{ messages: Messages }>([
  './*/*.po',
  '!./*/shell.po',
  '!./*/outside.po',
]);
