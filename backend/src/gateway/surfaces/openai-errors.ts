import type { GatewayError } from '../errors.ts';
import type { ErrorShape } from '../surface.ts';

/** The error shape of the OpenAI API. */
export const openaiErrors: ErrorShape = {
  body: errorBody,
  event: (error) => `data: ${errorBody(error)}\n\n`,
};

function errorBody({ message, type, code, param, details }: GatewayError): string {
  return JSON.stringify({ error: { message, type, code, param, ...(details && { details }) } });
}
