/**
 * What mod_homeroom finds when it looks at its own Prosody
 * (`deploy/prosody/homeroom/inspection.lib.lua`): asked by a signed command that changes nothing.
 */
import { z } from 'zod';
import { askProsody, type ProsodyAddress } from './send-command.ts';
import { CommandAnswer } from './protocol.ts';

export const Inspection = z.object({
  /** Prosody's clock, milliseconds since the epoch. */
  at: z.number(),
  prosody: z.string(),
  lua: z.string(),
  domain: z.string(),
  main: z.string(),
  focusComponent: z.string(),
  health: z.object({ isHealthy: z.boolean(), cause: z.string().optional() }),
  /** Jitsi's own sign-in would take somebody without a pass; mod_homeroom does not. */
  allowsEmptyToken: z.boolean(),
  /** Whether jicofo is connected. */
  isFocusThere: z.boolean(),
  module: z.object({
    /** Fingerprints of mod_homeroom's files, as each of its hosts has loaded them. */
    running: z.array(z.string()),
    onDisk: z.string(),
    folder: z.string(),
  }),
  /** Files of other plugins that are not what they were when Prosody started. */
  changedFiles: z.array(z.string()),
  services: z.array(z.object({ name: z.string(), interface: z.string(), port: z.number().int() })),
  hosts: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      authentication: z.string().optional(),
      /** Modules that the configuration asks for and that are not there. */
      notLoaded: z.array(z.string()),
    }),
  ),
  libraries: z.array(z.object({ name: z.string(), isFound: z.boolean() })),
});
export type Inspection = z.infer<typeof Inspection>;

const Answer = z.object({ ...CommandAnswer.shape, found: Inspection });

/** @throws when Prosody does not answer, or as one that does not know the question */
export async function inspectProsody(prosody: ProsodyAddress): Promise<Inspection> {
  return (await askProsody(prosody, { kind: 'inspect', order: 0 }, Answer)).found;
}
