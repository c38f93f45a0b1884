/** A quiet sound when the lesson starts, for who asked for it in this tab. Made here, no file. */
import { create } from 'zustand';

/** Made when a button is pressed: browsers let no page play a sound before that. */
export const useSound = create<{ context: AudioContext | null }>(() => ({ context: null }));

/** Frequency in Hz, beginning in seconds. */
const notes = [
  { frequency: 523, after: 0 },
  { frequency: 784, after: 0.22 },
] as const;

/** Two soft notes, half a second in all. */
export function playStart(context: AudioContext): void {
  for (const { frequency, after } of notes) {
    const at = context.currentTime + after;
    const tone = new OscillatorNode(context, { frequency, type: 'sine' });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }
}
