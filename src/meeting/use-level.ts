import { useEffect, useEffectEvent, useRef } from 'react';

/** Share of full scale. Above this somebody is speaking; below it may be the noise of the room. */
const heardFrom = 0.15;

/** After as long without a sound, something is wrong; ms. */
const silentAfterMs = 6_000;

/**
 * A meter that follows the microphone; `onHeard` is called once, and `onSilent` when nothing
 * was heard for a while before. Draws itself, renders nothing.
 */
export function useLevel(
  stream: MediaStream,
  { onHeard, onSilent }: { onHeard: () => void; onSilent: () => void },
) {
  const meter = useRef<HTMLMeterElement>(null);
  const heard = useEffectEvent(onHeard);
  const silent = useEffectEvent(onSilent);
  useEffect(() => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let isHeard = false;
    const timer = setTimeout(() => !isHeard && silent(), silentAfterMs);
    let frame = requestAnimationFrame(function draw() {
      analyser.getFloatTimeDomainData(samples);
      const level = Math.min(
        1,
        2 * samples.reduce((peak, one) => Math.max(peak, Math.abs(one)), 0),
      );
      if (meter.current) meter.current.value = level;
      if (!isHeard && level > heardFrom) {
        isHeard = true;
        heard();
      }
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      void context.close();
    };
  }, [stream]);
  return meter;
}
