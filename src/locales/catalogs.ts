/** Message catalogs, each loaded when the first page that needs it is. */
import { i18n, type Messages } from '@lingui/core';
import { type ComponentType, createElement, lazy } from 'react';
import type { Language } from './languages.ts';

const firstFiles = import.meta.glob<{ messages: Messages }>(['./*/shell.po', './*/outside.po']);

export type CatalogName = 'shell' | 'outside' | 'pages' | 'admin';

const inUse = new Set<CatalogName>(['shell']);

/** Loads every catalog that is in use, so that no part of the page stays in the old language. */
export async function speak({ tag, dir }: Language): Promise<void> {
  const catalogs = await Promise.all([...inUse].map((name) => fetchCatalog(name, tag)));
  i18n.load(tag, Object.assign({}, ...catalogs));
  i18n.activate(tag, regional(tag));
  document.documentElement.lang = tag;
  document.documentElement.dir = dir;
}

/** Dates and numbers as at home: `en-GB` has another clock than `en`. */
const regional = (tag: string) =>
  navigator.languages.filter((wish) => wish.startsWith(`${tag}-`)).concat(tag);

/** To be awaited before anything with sentences of this catalog is shown. */
export async function needCatalog(name: CatalogName): Promise<void> {
  if (inUse.has(name)) return;
  inUse.add(name);
  // Until a language is chosen, the catalog is only noted.
  if (i18n.locale) i18n.load(i18n.locale, await fetchCatalog(name, i18n.locale));
}

async function fetchCatalog(name: CatalogName, tag: string): Promise<Messages> {
  const path = `./${tag}/${name}.po`;
  const load = firstFiles[path] ?? (await import('./later-catalogs.ts')).laterFiles[path];
  if (!load) throw new Error(`No catalog ${name} in ${tag}`);
  return (await load()).messages;
}

/**
 * A page, or a part of one, that is loaded when it is first shown, with its
 * sentences. Once preloaded it is shown at once: React's `lazy` would show the
 * fallback for a moment all the same, and what is below would jump.
 */
export function lazyPage<Props extends object>(
  catalog: CatalogName,
  load: () => Promise<{ default: ComponentType<Props> }>,
) {
  let Loaded: ComponentType<Props> | undefined;
  async function loadAll() {
    const [module] = await Promise.all([load(), needCatalog(catalog)]);
    Loaded = module.default;
    return module;
  }
  const Later: ComponentType<Props> = lazy(loadAll);
  const Page = (props: Props) => createElement(Loaded ?? Later, props);
  return Object.assign(Page, { preload: loadAll });
}
