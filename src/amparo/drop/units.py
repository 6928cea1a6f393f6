"""The two systemd services of a drop: what each may do, and nothing else. Held to a score by tests/unit/drop.

The drop speaks with Tor through Unix sockets and needs no network at all; Tor needs the network and none of the drop's
files. So each has a user of its own, and the directory of the sockets is what they share. What the settings mean:
systemd.exec(5).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DROP_UNIT, TOR_UNIT = "amparo-drop.service", "amparo-tor.service"
DROP_USER, TOR_USER = "amparo", "amparo-tor"
RUN, TOR_RUN = Path("/run/amparo"), Path("/run/amparo-tor")

_WALLS = """\
# Nothing of it reaches swap or a core dump.
LimitCORE=0
LimitMEMLOCK=infinity
MemorySwapMax=0
# It can become nobody else, and cannot change the system.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectProc=invisible
ProcSubset={proc}
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
UMask=0077
"""

_DROP = """\
# Written by `amparo drop init --onion`, which writes it anew when it is run again.
[Unit]
Description=Amparo drop
After=local-fs.target

[Service]
Type=exec
User={user}
Group={user}
ExecStart={command} drop serve --unix {run}/sources.sock --desk-unix {run}/desk.sock --socket-mode 0660 --home {home}
Restart=on-failure
RestartSec=5
# Tor's user is in this group, so it may connect to the sockets; nobody else can even see them.
RuntimeDirectory={run_name}
RuntimeDirectoryMode=0750
ReadWritePaths={home}/drop
InaccessiblePaths=-{home}/onion
# Tor comes to the sockets: no network is needed.
PrivateNetwork=yes
IPAddressDeny=any
RestrictAddressFamilies=AF_UNIX
LimitNOFILE=65536
{walls}
[Install]
WantedBy=multi-user.target
"""

_TOR = """\
# Written by `amparo drop init --onion`, which writes it anew when it is run again.
[Unit]
Description=Tor for the Amparo drop
After=network-online.target {drop_unit}
Wants=network-online.target

[Service]
Type=notify
NotifyAccess=all
User={user}
Group={user}
SupplementaryGroups={drop_user}
ExecStartPre={tor} -f {home}/onion/torrc --defaults-torrc /dev/null --verify-config
ExecStart={tor} -f {home}/onion/torrc --defaults-torrc /dev/null
ExecReload=/bin/kill -HUP ${{MAINPID}}
KillSignal=SIGINT
TimeoutStartSec=300
TimeoutStopSec=60
Restart=on-failure
RestartSec=5
RuntimeDirectory={run_name}
RuntimeDirectoryMode=0700
ReadWritePaths={home}/onion
InaccessiblePaths=-{home}/drop
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
LimitNOFILE=65536
{walls}
[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """What the units are made for: the command that runs Amparo, Tor's path, and HOME."""

    command: str
    tor: str
    home: Path

    def drop_unit(self) -> str:
        """The text of amparo-drop.service."""
        # /proc/swaps, for `swap` in the drop's health, is outside the subset that holds processes only.
        return _DROP.format(
            user=DROP_USER, command=self.command, home=self.home, run=RUN, run_name=RUN.name, walls=_walls("all")
        )

    def tor_unit(self) -> str:
        """The text of amparo-tor.service."""
        return _TOR.format(
            user=TOR_USER,
            drop_user=DROP_USER,
            drop_unit=DROP_UNIT,
            tor=self.tor,
            home=self.home,
            run_name=TOR_RUN.name,
            walls=_walls("pid"),
        )


def _walls(proc: str) -> str:
    return _WALLS.format(proc=proc)
