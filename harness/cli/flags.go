package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"anchorage/scenarios"
)

// seedValue is a flag that says what a seed is when it is given another text.
type seedValue uint64

// Set implements pflag.Value.
func (s *seedValue) Set(text string) error {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return errors.New("expected a whole number, 0 or above, of 64 bits")
	}
	*s = seedValue(n)
	return nil
}

// String implements pflag.Value.
func (s *seedValue) String() string { return strconv.FormatUint(uint64(*s), 10) }

// Type implements pflag.Value.
func (s *seedValue) Type() string { return "number" }

// flagError adds the flag that was probably meant to one that does not exist.
func flagError(c *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return err
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return fmt.Errorf("%w; %s has %s%s", err, c.CommandPath(), strings.Join(names, ", "), meant("--"+unknown.GetSpecifiedName(), names))
}

// meant is a question about the name that was probably meant, or "".
func meant(name string, names []string) string {
	if s := scenarios.Suggest(name, names); s != "" {
		return fmt.Sprintf("; did you mean %q?", s)
	}
	return ""
}

// between expects so many arguments; most below 0 means any number.
func between(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least && (most < 0 || len(args) <= most) {
			return nil
		}
		got := "none"
		if len(args) > 0 {
			got = strings.Join(args, ", ")
		}
		return fmt.Errorf("%s: expected %s, got %s; usage: %s", c.Name(), what, got, c.UseLine())
	}
}
