/** Which sales the house has, by its own port (or the desk's own scheme, which passes it on). */
import * as v from 'valibot';

/** What a list of sales names one by; two may have one title. */
export type NamedSale = { readonly id: string; readonly title: string };

const schema = v.object({
  sales: v.array(
    v.looseObject({ id: v.string(), title: v.optional(v.string(), ''), running: v.optional(v.boolean(), false) }),
  ),
});

/** Running sales first. */
export async function fetchSales(): Promise<readonly NamedSale[]> {
  const reply = await fetch('/v1/sales');
  if (!reply.ok) return [];
  const parsed = v.safeParse(schema, await reply.json());
  if (!parsed.success) return [];
  const { sales } = parsed.output;
  return [...sales.filter((sale) => sale.running), ...sales.filter((sale) => !sale.running)].map(({ id, title }) => ({
    id,
    title,
  }));
}
