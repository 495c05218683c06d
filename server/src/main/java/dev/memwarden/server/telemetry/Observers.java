package dev.memwarden.server.telemetry;

import dev.memwarden.auth.Refusal;
import dev.memwarden.auth.limit.Limit;
import dev.memwarden.server.http.Arrival;
import dev.memwarden.server.http.Observed;
import dev.memwarden.server.http.Observer;

/// Two observers as one.
public record Observers(Observer one, Observer other) implements Observer {

  @Override
  public Observed begins(Arrival arrival) {
    return new Both(one.begins(arrival), other.begins(arrival));
  }

  private record Both(Observed one, Observed other) implements Observed {

    @Override
    public void authenticated() {
      one.authenticated();
      other.authenticated();
    }

    @Override
    public void refused(Refusal why) {
      one.refused(why);
      other.refused(why);
    }

    @Override
    public void tooOften(Limit limit) {
      one.tooOften(limit);
      other.tooOften(limit);
    }

    @Override
    public void deciding() {
      one.deciding();
      other.deciding();
    }

    @Override
    public void decided() {
      one.decided();
      other.decided();
    }

    @Override
    public void answered(int status) {
      one.answered(status);
      other.answered(status);
    }
  }
}
