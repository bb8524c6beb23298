/** The people of a demonstration, from the house's own port; a house without one has none. */
import * as v from 'valibot';

const schema = v.object({
  accounts: v.array(
    v.object({
      user: v.string(),
      password: v.string(),
      role: v.picklist(['bidder', 'clerk', 'reviewer', 'operator']),
      name: v.optional(v.string()),
    }),
  ),
});

export type DemoAccount = {
  readonly user: string;
  readonly password: string;
  readonly role: string;
  readonly name: string;
};

export async function demoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
  try {
    const reply = await fetch('/v1/demo', { signal });
    if (!reply.ok) return [];
    const parsed = v.safeParse(schema, await reply.json());
    if (!parsed.success) return [];
    return parsed.output.accounts.map((account) => ({ ...account, name: account.name ?? account.user }));
  } catch {
    return [];
  }
}
