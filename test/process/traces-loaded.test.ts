import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { ask } from '../support/post.ts';
import { start } from '../support/running-gateway.ts';

describe('OpenTelemetry', () => {
  const told = fileURLToPath(new URL('../support/tell-imports.js', import.meta.url));
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

  test.each([
    [false, 'no variable asks for it', {}],
    [false, 'it is disabled', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
    [false, 'traces go nowhere', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    [true, 'there is a collector', endpoint],
  ])('is loaded: %s, where %s', async (isLoaded, _where, environment) => {
    const gateway = startGateway({ PORT: '0', ...environment }, [], undefined, [
      process.execPath,
      '--import',
      told,
      'src/main.ts',
    ]);
    onTestFinished(async () => {
      gateway.signal('SIGKILL');
      await gateway.exit;
    });
    await ask(await gateway.url(), '{ __typename }');
    expect(gateway.stderr()).toContain('import graphql\n');
    expect(gateway.stderr().includes('import @opentelemetry/')).toBe(isLoaded);
  });

  test.each(['collector:4318', 'nothing'])(
    'is not sent to %s: that stops the start',
    async (url) => {
      const gateway = start({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
      expect(await gateway.exit).toBe(1);
      expect(gateway.stderr()).toBe(
        'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL, such as http://127.0.0.1:4318\n',
      );
    },
  );

  test('has its default where a variable cannot be used, which is told', async () => {
    const gateway = start({
      ...endpoint,
      OTEL_TRACES_SAMPLER: 'jaeger_remote',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_BSP_MAX_QUEUE_SIZE: 'many',
    });
    await gateway.url();
    const ignored = [
      ...gateway.stderr().matchAll(/"variable":"(\w+)".*"traces: variable ignored"/g),
    ];
    expect(ignored.map(([, name = '']) => name).toSorted()).toEqual([
      'OTEL_BSP_MAX_QUEUE_SIZE',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_TRACES_SAMPLER',
    ]);
  });
});
