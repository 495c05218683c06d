package dev.memwarden.auth.key;

/// Whether what this process remembers of authority still counts.
public interface Freshness {

  /// For a process that makes every change itself, and so hears of each.
  Freshness ALWAYS =
      new Freshness() {
        @Override
        public boolean isFresh() {
          return true;
        }

        @Override
        public boolean isBearable() {
          return true;
        }
      };

  /// For a process that hears of no change: the store is asked for everything.
  Freshness NEVER =
      new Freshness() {
        @Override
        public boolean isFresh() {
          return false;
        }

        @Override
        public boolean isBearable() {
          return false;
        }
      };

  /// Whether a remembered credential may answer. If not, the store is asked.
  boolean isFresh();

  /// Whether what is in force for everybody may be followed. True for a little longer than
  /// [#isFresh], so that whoever was found remembered a moment ago need not wait for the store.
  boolean isBearable();
}
