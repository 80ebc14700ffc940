import type { Place } from './stream-index.js';

/** A re-send is recognised among so many newest events of its stream. */
export const RECENT_EVENTS = 4096;

const PLACES_KEPT = 16 * RECENT_EVENTS;

/**
 * The newest events of the streams written to last, by id: for writers who expect no revision.
 * A cache: what is asked of a stream that is not here is loaded, so that the answer never depends on who wrote it or when.
 */
export class RecentIds {
  private readonly streams = new Map<string, Map<string, Place>>();
  private kept = 0;

  /** `load` gives the newest `RECENT_EVENTS` places of the stream, oldest first. */
  of(stream: string, load: () => readonly Place[]): ReadonlyMap<string, Place> {
    let places = this.streams.get(stream);
    if (places === undefined) {
      places = new Map(load().map((place) => [place.id, place]));
      this.kept += places.size;
    }
    this.streams.delete(stream); // and in again: the last one is the most recently used
    this.streams.set(stream, places);
    this.evict();
    return places;
  }

  /** An event was added to the stream. */
  note(stream: string, place: Place): void {
    const places = this.streams.get(stream);
    if (places === undefined) return;
    this.kept -= places.size;
    places.delete(place.id);
    places.set(place.id, place);
    if (places.size > RECENT_EVENTS) places.delete(places.keys().next().value as string);
    this.kept += places.size;
  }

  clear(): void {
    this.streams.clear();
    this.kept = 0;
  }

  private evict(): void {
    for (const [stream, places] of this.streams) {
      if (this.kept <= PLACES_KEPT || this.streams.size === 1) return;
      this.streams.delete(stream);
      this.kept -= places.size;
    }
  }
}
