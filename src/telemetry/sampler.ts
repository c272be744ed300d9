import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/**
 * The sampler that `OTEL_TRACES_SAMPLER` names; undefined where there is none of the name.
 * @param argument of `OTEL_TRACES_SAMPLER_ARG`: the part of traces that is kept, from 0 to 1
 */
export function createSampler(name: string, argument: string | undefined): Sampler | undefined {
  const ratio = Number(argument ?? 1);
  const roots: Readonly<Record<string, () => Sampler>> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio >= 0 && ratio <= 1 ? ratio : 1),
  };
  const [, isByParent, root = ''] = /^(parentbased_)?(.*)$/.exec(name) ?? [];
  const sampler = Object.hasOwn(roots, root) ? roots[root]?.() : undefined;
  return sampler && isByParent ? new ParentBasedSampler({ root: sampler }) : sampler;
}
