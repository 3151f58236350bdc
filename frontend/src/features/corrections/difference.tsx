import { useFormat } from '../../components/use-format.ts';

/** What accounts get back (below zero) or pay besides. */
export function Difference({ credits }: { credits: string }) {
  const format = useFormat();
  return (
    <span className="pf-v6-u-text-nowrap">
      <bdi>{format.signedCredits(credits)}</bdi>{' '}
      <small className="pf-v6-u-text-color-subtle">{format.money(credits)}</small>
    </span>
  );
}
