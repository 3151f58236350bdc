import { createBrowserRouter } from 'react-router-dom';
import { paths } from '../paths.ts';
import { SignedOutOnly, Start } from './guards.tsx';
import { AppLoading } from './layout/app-loading.tsx';
import { RouteErrorPage } from './late-pages.tsx';
import { page } from './page-route.ts';

const landing = page(paths.root, 'landing', () => import('../features/landing/landing-page.tsx'));
const signIn = page(paths.signIn, 'auth', () => import('../features/auth/sign-in-page.tsx'));
const signUp = page(paths.signUp, 'auth', () => import('../features/auth/sign-up-page.tsx'));

const layout = async () => ({ Component: (await import('./layout/public-layout.tsx')).PublicLayout });

let isComplete = false;

/** The route table. What strangers see is here; the rest, `app-routes.tsx`, comes with the first address that is not. */
export const router = createBrowserRouter(
  [
    {
      id: 'root',
      ErrorBoundary: RouteErrorPage,
      HydrateFallback: AppLoading,
      children: [
        { Component: Start, children: [{ lazy: layout, children: [landing] }] },
        { Component: SignedOutOnly, children: [{ lazy: layout, children: [signIn, signUp] }] },
      ],
    },
  ],
  {
    async patchRoutesOnNavigation({ patch }) {
      if (isComplete) return;
      const { appRoutes } = await import('./app-routes.tsx');
      isComplete = true;
      patch('root', appRoutes);
    },
  },
);
