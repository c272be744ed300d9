/** What a client knows of a question. */
interface PanelProps {
  readonly name: string;
  readonly isLoading: boolean;
  readonly data: unknown;
  /** None where there is no error; those of the network have no codes. */
  readonly errors: readonly { readonly extensions?: object | undefined }[];
}

/** Shows it for the test to read. */
export function Panel({ name, isLoading, data, errors }: PanelProps) {
  const codes = errors.map(
    ({ extensions }) => extensions && 'code' in extensions && extensions.code,
  );
  return (
    <pre id={name} aria-busy={isLoading}>
      {JSON.stringify({ data: data ?? null, codes })}
    </pre>
  );
}
