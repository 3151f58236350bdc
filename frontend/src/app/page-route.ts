import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router-dom';
import { loadTexts } from '../i18n/i18n.ts';

type PageModule = { default: ComponentType };

/**
 * A page in a chunk of its own, fetched together with the texts of its namespace.
 * `load` imports the module whose default export is the page.
 */
export function page(path: string, namespace: string, load: () => Promise<PageModule>): RouteObject {
  return {
    path,
    lazy: async () => {
      const [module] = await Promise.all([load(), loadTexts(namespace)]);
      return { Component: module.default };
    },
  };
}
