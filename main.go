// Command anchorage replays a calendar provider's bad days against a real
// calendar sync system, in virtual time.
package main

import (
	"os"

	"anchorage/harness/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
