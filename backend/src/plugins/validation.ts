import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import fp from 'fastify-plugin';

/**
 * Bodies are taken as they are: nothing is converted, and unknown fields are refused by their schema. Query strings
 * and params are text, so those are converted. What is absent gets the default of its schema.
 */
export const validationPlugin = fp(async (app) => {
  const options = { allErrors: true, useDefaults: true, removeAdditional: false } as const;
  const body = addFormats.default(new Ajv.default({ ...options, coerceTypes: false }));
  const text = addFormats.default(new Ajv.default({ ...options, coerceTypes: 'array' }));
  for (const ajv of [body, text]) ajv.addVocabulary(['example']);
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? body : text).compile(schema as object),
  );
});
