import { useEffect, useEffectEvent, useRef } from 'react';

/** Share of full scale. Above this somebody is speaking; below it may be the noise of the room. */
const heardFrom = 0.15;

/** A meter that follows the microphone, and `onHeard`, called once. Draws itself, renders nothing. */
export function useLevel(stream: MediaStream, onHeard: () => void) {
  const meter = useRef<HTMLMeterElement>(null);
  const heard = useEffectEvent(onHeard);
  useEffect(() => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let isHeard = false;
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
      void context.close();
    };
  }, [stream]);
  return meter;
}
