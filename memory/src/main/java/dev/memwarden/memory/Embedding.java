package dev.memwarden.memory;

/// What a text means, as a direction: a vector of length 1, and the model that made it. Vectors of
/// different models cannot be compared.
public final class Embedding {
  private final String model;
  private final float[] vector;

  /// @param model id of the model, such as `bge-small-en-v1.5-q`
  /// @param vector copied and scaled to length 1
  public Embedding(String model, float[] vector) {
    this.model = model;
    this.vector = vector.clone();
    double squares = 0;
    for (float x : this.vector) {
      squares += (double) x * x;
    }
    double length = Math.sqrt(squares);
    if (length > 0) {
      for (int i = 0; i < this.vector.length; i++) {
        this.vector[i] = (float) (this.vector[i] / length);
      }
    }
  }

  /// Id of the model.
  public String model() {
    return model;
  }

  /// A copy of the vector.
  public float[] vector() {
    return vector.clone();
  }
}
