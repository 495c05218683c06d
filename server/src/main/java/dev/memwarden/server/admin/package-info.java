/// Administration: what the command line does, as one small protocol of requests and replies, in
/// process or through a socket that only the server's own user can reach.
///
/// Read [Admin] first; [AdminDialect] lists what it can do, [ControlSocket] and [ControlClient]
/// carry it to another process.
@NullMarked
package dev.memwarden.server.admin;

import org.jspecify.annotations.NullMarked;
