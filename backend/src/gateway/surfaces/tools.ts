import { invalidRequest } from '../errors.ts';

/**
 * Tools that the server runs by itself (search, code, MCP) are charged apart and add input that nobody bounds.
 * @param isClients tells those that the client runs. @throws 400
 */
export function refuseServersTools(
  tools: unknown,
  isClients: (tool: Record<string, unknown>) => boolean,
  words = '"tools" must be a list of tools of the type "function" or "custom".',
): void {
  if (tools === undefined || tools === null) return;
  const isObject = (tool: unknown): tool is Record<string, unknown> =>
    typeof tool === 'object' && tool !== null;
  if (!Array.isArray(tools) || !tools.every((tool) => isObject(tool) && isClients(tool)))
    throw invalidRequest(words, 'tools');
}
