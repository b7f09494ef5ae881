/* SPDX-License-Identifier: ISC
 *
 * agent/helpers - where an agent that talks to other hosts finds tlsio and saslio
 *
 * Source:  runq(1) starts both when they are first asked for; all agents of a
 *          kind share them. Each packet on such a socket brings the descriptors
 *          of one session: see tlsio(8), saslio(8).
 * Owns:    nothing.
 * Errors:  none.
 * Effects: none.
 */
#ifndef AGENT_HELPERS_H
#define AGENT_HELPERS_H

enum { AGENT_TLSIO_FD = 3, AGENT_SASLIO_FD = 4 };

#endif
