package dev.memwarden.memory;

/// What a text means, as a direction: a vector of length 1, and the model that made it. Vectors of
/// different models cannot be compared.
///
/// A vector that a client brings keeps its length, so that the client gets back what it gave.
public final class Embedding {
  /// Stands for the models of clients, which nobody here knows.
  public static final String CLIENT = "client";

  /// Shortest vector that a client may bring.
  public static final int MIN_CLIENT = 8;

  /// Longest vector that a client may bring.
  public static final int MAX_CLIENT = 2_000;

  /// No vector: what has it is not found by its meaning.
  public static final Embedding NONE = new Embedding("", new float[0], 1);

  private final String model;
  private final float[] vector;

  /// @param model id of the model, such as `bge-small-en-v1.5-q`
  /// @param vector copied and scaled to length 1
  public Embedding(String model, float[] vector) {
    this(model, vector, length(vector));
  }

  private Embedding(String model, float[] vector, double scale) {
    this.model = model;
    this.vector = vector.clone();
    if (scale > 0) {
      for (int i = 0; i < this.vector.length; i++) {
        this.vector[i] = (float) (this.vector[i] / scale);
      }
    }
  }

  /// A vector that a client brings, as it is.
  ///
  /// @throws IllegalArgumentException if it has fewer than [#MIN_CLIENT] or more than [#MAX_CLIENT]
  ///   numbers, or does not [#pointsSomewhere]
  public static Embedding ofClient(float[] vector) {
    if (vector.length < MIN_CLIENT || vector.length > MAX_CLIENT || !pointsSomewhere(vector)) {
      throw new IllegalArgumentException("a vector of a client must point somewhere");
    }
    return new Embedding(CLIENT, vector, 1);
  }

  /// Whether a vector points anywhere: not all of its numbers are 0, and all are finite.
  public static boolean pointsSomewhere(float[] vector) {
    double length = length(vector);
    return length > 0 && Double.isFinite(length);
  }

  /// A vector as [#vector] gave it to a store.
  public static Embedding ofStored(String model, float[] vector) {
    return new Embedding(model, vector, 1);
  }

  /// How many numbers it has; 0 for [#NONE].
  public int dimensions() {
    return vector.length;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    return Math.sqrt(squares);
  }

  /// Id of the model.
  public String model() {
    return model;
  }

  /// A copy of the vector.
  public float[] vector() {
    return vector.clone();
  }

  /// The cosine of the angle between this and a vector of the same model and length, from -1 to 1;
  /// 0 if one of them points nowhere.
  public double cosine(float[] other) {
    double product = 0;
    for (int i = 0; i < vector.length; i++) {
      product += (double) vector[i] * other[i];
    }
    double lengths = length(vector) * length(other);
    return lengths > 0 && Double.isFinite(lengths) ? Math.clamp(product / lengths, -1, 1) : 0;
  }
}
