package dev.memwarden.server.admin;

import dev.memwarden.auth.Action;
import dev.memwarden.auth.Axis;
import dev.memwarden.server.api.Content;
import dev.memwarden.server.api.Field;
import dev.memwarden.server.api.Operation;
import dev.memwarden.server.api.Schema;

/// What the documents say about [PolicyRoutes].
final class PolicyOperations {
  private static final String SHARED =
      "The text is of all tenants: as soon as there are several, it is shown and applied on the server"
          + " itself only.";

  /// Who somebody is.
  static final String PRINCIPAL = "^(user|service|admin):.+$";

  private static final Schema POLICY =
      Schema.object(
          "PolicyText",
          Field.of("version", Schema.count(), "counts from 1; 0 before the first was applied"),
          Field.of("text", Schema.text(), "the rules"),
          Field.optional("applied_at", Schema.time(), "when it was applied"),
          Field.optional("applied_by", Schema.text(), "by whom"));

  private static final String EXAMPLE =
      """
      {"version": 3, "text": "permit agent:planner memory:read default/alice",
       "applied_at": "2026-11-22T12:00:00Z", "applied_by": "admin:root"}
      """;

  static final Operation SHOW =
      Operation.of(
              "adminShowPolicy",
              "Show the policy",
              "The policy text in force.",
              Content.json(POLICY, EXAMPLE))
          .explained(SHARED);

  static final Operation APPLY =
      Operation.of(
              "adminApplyPolicy",
              "Apply a policy",
              "The policy, which is in force from now on.",
              Content.json(POLICY, EXAMPLE))
          .explained(SHARED)
          .taking(
              Schema.closed("NewPolicy", Field.of("text", Schema.text(), "the rules")),
              "{\"text\": \"permit agent:planner memory:read default/alice\"}")
          .or(
              Replies.documented(
                  409,
                  "Under this policy you could not apply another.",
                  "this policy would take users:manage from you; apply it on the server"));

  static final Operation TEST =
      Operation.of(
              "adminTestPolicy",
              "Ask what a policy decides",
              "Whether it is allowed, and why.",
              Content.json(
                  Schema.object(
                      "PolicyAnswer",
                      Field.of("allowed", new Schema.Flag(), "whether it is allowed"),
                      Field.of("explanation", Schema.list(Schema.text()), "why, line by line")),
                  "{\"allowed\": true, \"explanation\": [\"allowed by the default rules\"]}"))
          .taking(
              Schema.closed(
                  "PolicyQuestion",
                  Field.of("principal", new Schema.Pattern(PRINCIPAL), "who, such as `user:alice`"),
                  Field.of(
                      "action",
                      new Schema.Word(Action.ALL.stream().map(Action::word).toList()),
                      "what"),
                  Field.optional(
                      "place",
                      new Schema.Pattern("^[^/ ]+(/[^/ ]*){0,4}$").orNull(),
                      "where, such as `default/bob`, in your tenant; anywhere by default"),
                  Field.optional(
                      "agent",
                      new Schema.Text(1, Axis.MAX_LENGTH).orNull(),
                      "with a key that names this agent"),
                  Field.optional(
                      "text", Schema.text().orNull(), "another policy than the one in force")),
              "{\"principal\": \"user:alice\", \"action\": \"memory:read\"}");

  private PolicyOperations() {}
}
