import { useSyncExternalStore } from 'react';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'litemaas.theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function storedTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}

function paint() {
  const theme = storedTheme();
  const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
}

systemDark.addEventListener('change', paint);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Switches the portal to `theme` and remembers it in this browser. The first paint is `public/first-paint.js`. */
export function setTheme(theme: Theme) {
  localStorage.setItem(storageKey, theme);
  paint();
  listeners.forEach((listener) => listener());
}

/** The chosen theme; `system` follows the operating system. */
export const useTheme = () => useSyncExternalStore(subscribe, storedTheme);
