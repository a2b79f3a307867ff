package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"anchorage/harness/world"
	"anchorage/scenarios"
)

func (a *app) validateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE...",
		Short: "Tell every mistake in scenario files, with line, column and what was expected",
		Args:  between(1, -1, "one or more scenario files"),
		RunE: func(_ *cobra.Command, args []string) error {
			failed := false
			for _, path := range args {
				source, err := world.Job{Path: path}.Source(a.factory)
				if err != nil {
					failed = true
					fmt.Fprintln(a.err, unusable(err))
					continue
				}
				fmt.Fprintf(a.out, "%s: good, variants %v\n", path, source.Variants())
			}
			if failed {
				return &exitError{code: exitUnusable}
			}
			return nil
		},
	}
}

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON schema of scenario files, for editors",
		Args:  between(0, 0, "no argument"),
		RunE: func(*cobra.Command, []string) error {
			b, err := scenarios.Schema(a.factory.Settings())
			if err != nil {
				return &exitError{code: exitHarness, text: "anchorage: " + err.Error()}
			}
			_, err = a.out.Write(b)
			return err
		},
	}
}
