/** The keys of the review desk. */
import { registerKeys } from '../../keys.ts';

registerKeys([
  { id: 'review.back', words: 'One record back', key: 'ArrowLeft', desk: 'review' },
  { id: 'review.on', words: 'One record on', key: 'ArrowRight', desk: 'review' },
  { id: 'review.up', words: 'The listed row before', key: 'ArrowUp', desk: 'review' },
  { id: 'review.down', words: 'The listed row after', key: 'ArrowDown', desk: 'review' },
  { id: 'review.first', words: 'The first record', key: 'Home', desk: 'review' },
  { id: 'review.last', words: 'The last record; a live sale is followed', key: 'End', desk: 'review' },
  { id: 'review.play', words: 'Play, or stop', key: 'Space', desk: 'review' },
  { id: 'review.pin', words: 'Compare with this moment, or stop comparing', key: 'p', desk: 'review' },
  { id: 'review.receipt', words: 'The record in full, with its receipt', key: 'Enter', desk: 'review' },
  { id: 'review.verify', words: 'Verify the whole log', key: 'v', desk: 'review' },
]);
