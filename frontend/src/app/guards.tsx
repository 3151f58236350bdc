import type { ReactNode } from 'react';
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router-dom';
import { useAdminAccess, useSession } from '../api/session.ts';
import { paths } from '../paths.ts';
import { AppLoading } from './layout/app-loading.tsx';
import { AppLayout, NotFoundPage, PublicLayout } from './late-pages.tsx';

type Choice = { signedIn: ReactNode; signedOut: ReactNode };

function BySession({ signedIn, signedOut }: Choice) {
  const { data: user, error } = useSession();
  if (error && user === undefined) throw error;
  if (user === undefined) return <AppLoading />;
  return user ? signedIn : signedOut;
}

/** `/`: the landing page for strangers, home for users. */
export const Start = () => (
  <BySession signedIn={<Navigate to={paths.home} replace />} signedOut={<Outlet />} />
);

/** Sign-in and sign-up; who is signed in goes on to where they wanted. */
export function SignedOutOnly() {
  const [search] = useSearchParams();
  const wanted = search.get('returnTo');
  // Only a path of this portal: `//other.site` would lead away.
  const target = wanted && /^\/(?![/\\])/.test(wanted) ? wanted : paths.home;
  return <BySession signedIn={<Navigate to={target} replace />} signedOut={<Outlet />} />;
}

/** Pages behind the sign-in. */
export function SignedIn() {
  const { pathname, search } = useLocation();
  const signIn = `${paths.signIn}?returnTo=${encodeURIComponent(pathname + search)}`;
  return <BySession signedIn={<Outlet />} signedOut={<Navigate to={signIn} replace />} />;
}

/** The frame of whoever is there, for pages that are the same for all. */
export const AnyFrame = () => <BySession signedIn={<AppLayout />} signedOut={<PublicLayout />} />;

/** Pages of admins and auditors; to others they do not exist. */
export const AdminOnly = () => (useAdminAccess().canRead ? <Outlet /> : <NotFoundPage />);
