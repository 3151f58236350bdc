import { MastheadLogo } from '@patternfly/react-core';
import { Link } from 'react-router-dom';

const onOneLine = {
  textDecorationLine: 'none',
  display: 'inline-flex',
  alignItems: 'center',
  alignSelf: 'center',
};

/** The name of the portal, as a link to its start. */
export function Brand({ to }: { to: string }) {
  const target = { to };
  return (
    <MastheadLogo {...target} component={Link} style={onOneLine}>
      <img src="/favicon.svg" alt="" width={28} height={28} className="pf-v6-u-mr-sm" />
      <span className="pf-v6-u-font-family-heading pf-v6-u-font-size-lg pf-v6-u-font-weight-bold">
        LiteMaaS
      </span>
    </MastheadLogo>
  );
}
