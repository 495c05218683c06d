package dev.memwarden.server.secrets;

import dev.memwarden.auth.Secret;
import dev.memwarden.server.http.Json;
import dev.memwarden.server.http.Parsed;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Reads from AWS Secrets Manager: one `GetSecretValue`, signed.
final class AwsSecrets {
  private static final String NAME = "AWS Secrets Manager";

  private final AwsAccess access;
  private final InstantSource clock;

  AwsSecrets(AwsAccess access, InstantSource clock) {
    this.access = access;
    this.clock = clock;
  }

  Secret fetch(SecretReference.Aws reference) {
    String region =
        access
            .region()
            .or(reference::region)
            .orElseThrow(() -> new SecretUnavailableException("needs aws.region, or a whole ARN"));
    SecretRequest.Answer answer = SecretRequest.send(request(region, reference), NAME);
    if (answer.status() != 200) {
      throw refused(answer);
    }
    JsonNode text = answer.body().path("SecretString");
    if (!text.isString()) {
      throw new SecretUnavailableException("the secret " + reference.id() + " is no text");
    }
    return reference
        .field()
        .map(field -> field(text.stringValue(), field, reference))
        .orElseGet(() -> Secret.of(text.stringValue()));
  }

  private HttpRequest request(String region, SecretReference.Aws reference) {
    URI endpoint = access.endpoint().orElseGet(() -> publicEndpoint(region));
    byte[] body = Json.write(Json.object().put("SecretId", reference.id()));
    var headers = new TreeMap<String, String>();
    headers.put("content-type", "application/x-amz-json-1.1");
    headers.put("x-amz-target", "secretsmanager.GetSecretValue");
    headers.put("x-amz-date", AwsSignature.time(clock.instant()));
    access
        .sessionToken()
        .ifPresent(token -> headers.put("x-amz-security-token", token.revealText()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    // The client sends this one by itself.
    headers.put("host", host(endpoint));
    var signature =
        new AwsSignature(region, "secretsmanager", access.accessKeyId(), access.secretAccessKey());
    return request
        .header("Authorization", signature.authorization("POST", "/", headers, body))
        .build();
  }

  private static URI publicEndpoint(String region) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return URI.create("https://secretsmanager." + region + "." + domain);
  }

  private static String host(URI endpoint) {
    int usual = endpoint.getScheme().equals("https") ? 443 : 80;
    return endpoint.getPort() < 0 || endpoint.getPort() == usual
        ? endpoint.getHost()
        : endpoint.getHost() + ":" + endpoint.getPort();
  }

  private static Secret field(String text, String field, SecretReference.Aws reference) {
    if (Json.parse(text) instanceof Parsed.Value(JsonNode document)
        && document.path(field).isString()
        && !document.path(field).stringValue().isEmpty()) {
      return Secret.of(document.path(field).stringValue());
    }
    throw new SecretUnavailableException(
        "the secret " + reference.id() + " has no text in a field " + field);
  }

  // The kind of error is a fixed word; what it says beside that is not repeated.
  private static SecretUnavailableException refused(SecretRequest.Answer answer) {
    String kind = answer.body().path("__type").asString("").replaceFirst("^.*#", "");
    return new SecretUnavailableException(
        NAME + " answers " + answer.status() + (kind.matches("[A-Za-z]{1,64}") ? " " + kind : ""));
  }
}
