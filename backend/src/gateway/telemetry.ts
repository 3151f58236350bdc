import type { IncomingHttpHeaders } from 'node:http';
import {
  type Attributes,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { formatCredits } from '../lib/credits.ts';
import { version } from '../version.ts';
import type { FinishedCall } from './finished-call.ts';

export type Telemetry = { onFinished: (call: FinishedCall) => void; close: () => Promise<void> };

/** What surfaces are called by the GenAI conventions; others go by their own names. */
const operations: Record<string, string> = {
  'chat.completions': 'chat',
  responses: 'chat',
  messages: 'chat',
  completions: 'text_completion',
};

/** What kinds of providers are called there, where it is another name. */
const providerNames: Record<string, string> = { google: 'gcp.gemini' };

/** What a collector does not take in this time is lost; a server that ends waits no longer. */
const timeoutMillis = 3_000;
const secondsBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const tokenBuckets = Array.from({ length: 14 }, (_, power) => 4 ** power);

/**
 * Spans and metrics of calls for an OpenTelemetry collector, by its semantic conventions for generative AI
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/). No text of any call is in them.
 * @param endpoint base address of a collector that takes OTLP over HTTP
 */
export function startTelemetry(endpoint: string): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': 'litemaas', 'service.version': version });
  const tracers = new TracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis }),
      }),
    ],
  });
  const exporter = new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, timeoutMillis });
  const meters = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter })] });
  const tracer = tracers.getTracer('litemaas', version);
  const meter = meters.getMeter('litemaas', version);
  const histogram = (name: string, unit: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { unit, advice: { explicitBucketBoundaries } });
  const duration = histogram('gen_ai.client.operation.duration', 's', secondsBuckets);
  const firstToken = histogram('gen_ai.server.time_to_first_token', 's', secondsBuckets);
  const tokens = histogram('gen_ai.client.token.usage', '{token}', tokenBuckets);

  return {
    onFinished(call) {
      const common = commonAttributes(call);
      const span = tracer.startSpan(
        `${operationOf(call)} ${call.modelName}`,
        {
          kind: SpanKind.CLIENT,
          startTime: call.createdAtMs,
          attributes: { ...common, ...spanAttributes(call) },
        },
        parentOf(call.headers),
      );
      endSpan(span, call);
      duration.record(call.latencyMs / 1_000, withError(common, call));
      if (call.firstTokenMs !== null) firstToken.record(call.firstTokenMs / 1_000, common);
      tokens.record(Number(call.tokens.input), { ...common, 'gen_ai.token.type': 'input' });
      tokens.record(Number(call.tokens.output), { ...common, 'gen_ai.token.type': 'output' });
    },
    async close() {
      // A collector that is away must not keep the server from ending.
      await Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
    },
  };
}

const operationOf = ({ surface }: FinishedCall) => operations[surface] ?? surface;

function commonAttributes(call: FinishedCall): Attributes {
  const { modelName, providerKind } = call;
  return {
    'gen_ai.operation.name': operationOf(call),
    'gen_ai.provider.name':
      providerKind === null ? 'litemaas' : (providerNames[providerKind] ?? providerKind),
    'gen_ai.request.model': modelName,
  };
}

function spanAttributes({
  requestId,
  provider,
  outcome,
  tokens,
  costMicroCredits,
}: FinishedCall): Attributes {
  return {
    'gen_ai.usage.input_tokens': Number(tokens.input),
    'gen_ai.usage.output_tokens': Number(tokens.output),
    'litemaas.request_id': requestId,
    'litemaas.outcome': outcome,
    'litemaas.cost_credits': formatCredits(costMicroCredits),
    ...(provider !== null && { 'litemaas.provider': provider }),
  };
}

const withError = (attributes: Attributes, { errorCode }: FinishedCall): Attributes =>
  errorCode === null ? attributes : { ...attributes, 'error.type': errorCode };

function endSpan(span: Span, { createdAtMs, latencyMs, errorCode }: FinishedCall): void {
  if (errorCode !== null) {
    span.setAttribute('error.type', errorCode);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(createdAtMs + latencyMs);
}

const propagator = new W3CTraceContextPropagator();

/** The span of who calls, where the call says so (`traceparent`). */
const parentOf = (headers: IncomingHttpHeaders) =>
  propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
