import type { Config } from '../config.ts';
import type { FirstStart } from './first-start.ts';

type BannerOptions = Pick<Config, 'role' | 'publicUrl' | 'adminEmail'> & {
  address: string;
  firstStart: FirstStart | undefined;
  /** The admin's password, where this start has generated it. */
  password: string | undefined;
};

/** What the person at the terminal wants to see: where the portal is, how to sign in, a call to paste. */
export function banner({
  role,
  address,
  publicUrl,
  adminEmail,
  firstStart,
  password,
}: BannerOptions): string {
  const lines = ['', `  LiteMaaS${role === 'all' ? '' : ` (${role})`} is running at ${address}`];
  if (firstStart)
    lines.push(
      '',
      `  Portal     ${publicUrl}`,
      `  API docs   ${publicUrl}/api/docs`,
      `  Admin      ${adminEmail}${passwordNote(firstStart, password)}`,
    );
  if (firstStart?.demoKey) lines.push('', '  Try it:', '', ...curl(publicUrl, firstStart.demoKey));
  return [...lines, ''].join('\n');
}

function passwordNote({ adminIsNew, passwordFile }: FirstStart, password: string | undefined): string {
  if (password) return `   password  ${password}`;
  if (adminIsNew) return '   password  as in LITEMAAS_ADMIN_PASSWORD';
  return passwordFile ? `   password  as printed at the first start (kept in ${passwordFile})` : '';
}

function curl(publicUrl: string, key: string): string[] {
  return [
    `  curl ${publicUrl}/v1/chat/completions \\`,
    `    -H "Authorization: Bearer ${key}" \\`,
    '    -H "Content-Type: application/json" \\',
    `    -d '{"model": "sim-echo", "messages": [{"role": "user", "content": "Hello, world"}]}'`,
  ];
}
