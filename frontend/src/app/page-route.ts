import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router-dom';
import { loadTexts } from '../i18n/i18n.ts';

type PageModule = { default: ComponentType };

const loads = new Map<string, () => Promise<PageModule>>();

/**
 * A page in a chunk of its own, fetched together with the texts of its namespace.
 * `load` imports the module whose default export is the page.
 */
export function page(path: string, namespace: string, load: () => Promise<PageModule>): RouteObject {
  const loadAll = async () => {
    const [module] = await Promise.all([load(), loadTexts(namespace)]);
    return module;
  };
  loads.set(path, loadAll);
  return { path, lazy: async () => ({ Component: (await loadAll()).default }) };
}

/** Fetches a page's code and texts before the click; a failure shows when the page is really wanted. */
export function preloadPage(path: string) {
  loads
    .get(path)?.()
    .catch(() => undefined);
}
