package dev.cairn.registry;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws different numbers below a bound, each equally likely, without looking at all of them.
final class Draw {
  private static final int FREE = -1;

  private final int bound;
  private final RandomGenerator chance;
  private final int[] drawn; // open addressing, at most half full
  private int left;

  /// @param most how many are drawn at most, 1 to `bound`
  Draw(int bound, int most, RandomGenerator chance) {
    this.bound = bound;
    this.chance = chance;
    this.left = most;
    this.drawn = new int[Integer.highestOneBit(Math.max(most, 1)) * 4];
    Arrays.fill(drawn, FREE);
  }

  boolean hasNext() {
    return left > 0;
  }

  /// Costs a few tries if less than all are wanted.
  int next() {
    left--;
    int number = chance.nextInt(bound);
    while (!keeps(number)) {
      number = chance.nextInt(bound);
    }
    return number;
  }

  private boolean keeps(int number) {
    int slot = (number * 0x9E3779B9 >>> 8) & (drawn.length - 1);
    while (drawn[slot] != FREE) {
      if (drawn[slot] == number) {
        return false;
      }
      slot = (slot + 1) & (drawn.length - 1);
    }
    drawn[slot] = number;
    return true;
  }
}
