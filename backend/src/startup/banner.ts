import type { FirstStart } from './first-start.ts';

/** What the person at the terminal wants to see: where the portal is, how to sign in, a call to paste. */
export function banner(options: {
  address: string;
  publicUrl: string;
  adminEmail: string;
  firstStart: FirstStart;
}): string {
  const { address, publicUrl, adminEmail, firstStart } = options;
  const lines = [
    '',
    `  LiteMaaS is running at ${address}`,
    '',
    `  Portal     ${publicUrl}`,
    `  API docs   ${publicUrl}/api/docs`,
    `  Admin      ${adminEmail}${passwordNote(firstStart)}`,
  ];
  if (firstStart.demoKey) lines.push('', '  Try it:', '', ...curl(publicUrl, firstStart.demoKey));
  return [...lines, ''].join('\n');
}

function passwordNote({ adminPassword, adminIsNew, passwordFile }: FirstStart): string {
  if (adminPassword) return `   password  ${adminPassword}`;
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
