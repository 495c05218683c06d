/// TLS as far as it is no matter of HTTP: the certificate that this server proves itself with, read
/// from its files and again when they change, and the engines that encrypt connections with it.
///
/// Read in this order: [CertificateFiles], [ServerCertificate], [TlsEngines].
@NullMarked
package dev.memwarden.server.tls;

import org.jspecify.annotations.NullMarked;
