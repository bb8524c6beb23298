/** Four short tones by WebAudio (docs/reference/design.md). Silent until a gesture has allowed sound, and never a reason to fail. */

export type Tone = 'outbid' | 'won' | 'near' | 'lost';

export type Sounds = { readonly play: (tone: Tone, volume: number) => void };

type Note = { readonly hz: number; readonly atS: number; readonly lastS: number };

const TONES: Readonly<Record<Tone, readonly Note[]>> = {
  outbid: [
    { hz: 659, atS: 0, lastS: 0.12 },
    { hz: 440, atS: 0.13, lastS: 0.2 },
  ],
  won: [
    { hz: 523, atS: 0, lastS: 0.11 },
    { hz: 659, atS: 0.11, lastS: 0.11 },
    { hz: 784, atS: 0.22, lastS: 0.26 },
  ],
  near: [{ hz: 587, atS: 0, lastS: 0.22 }],
  lost: [
    { hz: 294, atS: 0, lastS: 0.14 },
    { hz: 294, atS: 0.2, lastS: 0.24 },
  ],
};
/** A hundred lots may turn at once; one tone of a kind in this time is enough. */
const SAME_TONE_EVERY_MS = 400;

export function createSounds(nowMs: () => number): Sounds {
  let context: AudioContext | null = null;
  const playedAtMs = new Map<Tone, number>();
  return {
    play(tone, volume) {
      const last = playedAtMs.get(tone);
      if (volume <= 0 || (last !== undefined && nowMs() - last < SAME_TONE_EVERY_MS)) return;
      playedAtMs.set(tone, nowMs());
      try {
        context ??= new AudioContext();
        if (context.state === 'suspended') void context.resume();
        for (const note of TONES[tone]) ring(context, note, volume);
      } catch {
        // No sound device: the row, the live region and the notification still speak.
      }
    },
  };
}

function ring(context: AudioContext, note: Note, volume: number): void {
  const from = context.currentTime + note.atS;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(volume * 0.25, from + 0.012);
  gain.gain.exponentialRampToValueAtTime(0.0001, from + note.lastS);
  const tone = context.createOscillator();
  tone.type = 'triangle';
  tone.frequency.value = note.hz;
  tone.connect(gain).connect(context.destination);
  tone.start(from);
  tone.stop(from + note.lastS);
}
