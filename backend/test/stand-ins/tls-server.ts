import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';

/* Made for tests, and known to everybody: nothing else trusts it. */
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUbO6ePBnVNT91Sd0
bqffPaZ3UG0fKKJuSXvr5rVrMD+hRANCAATXMWTcjqP6RylpmM7jv35TEnHFupzl
bwXydeETg6wK79P5PwwwLqmUrLMM5b70aoP1kuhjlwStHgcUy1gMzPpA
-----END PRIVATE KEY-----`;
/** The certificate of the server, signed by nobody but itself; for 127.0.0.1 and localhost, until 2126. */
export const ownCertificate = `-----BEGIN CERTIFICATE-----
MIIBmTCCAT+gAwIBAgIUcXkWiZNZjVBArjbtbnnwsLEkgqUwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIc3RhbmQtaW4wIBcNMjYxMTI3MDQyMjA1WhgPMjEyNjExMDMw
NDIyMDVaMBMxETAPBgNVBAMMCHN0YW5kLWluMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAE1zFk3I6j+kcpaZjO479+UxJxxbqc5W8F8nXhE4OsCu/T+T8MMC6plKyz
DOW+9GqD9ZLoY5cErR4HFMtYDMz6QKNvMG0wHQYDVR0OBBYEFMjP7pzzdFnuay6U
3Ds31CVa1X2dMB8GA1UdIwQYMBaAFMjP7pzzdFnuay6U3Ds31CVa1X2dMA8GA1Ud
EwEB/wQFMAMBAf8wGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MAoGCCqGSM49
BAMCA0gAMEUCIQD4bA2TywttZNZpo8O2tNUMLAXDhKlZWFwl/ih9+GOQBgIgSXvo
5n1Qhtbq+HE8oIEA6UWQ4wF94HxKg9hWRLYYPyA=
-----END CERTIFICATE-----`;

/** A server that only those trust who were given its certificate. */
export async function startTlsServer(
  listener: RequestListener,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer({ key: privateKey, cert: ownCertificate }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
