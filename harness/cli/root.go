// Package cli is the command line: it replays scenario files, prints what came
// out and writes reports. Only here do our own system and the reports meet the
// harness.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// app is what all commands share.
type app struct {
	factory  sut.Factory
	out, err io.Writer
}

// exitError carries an exit code; everything to say has been said when text is
// empty.
type exitError struct {
	code int
	text string
}

func (e *exitError) Error() string { return e.text }

// Main runs the command line and returns the exit code. In a process that was
// started as a worker it runs one world and never returns.
func Main(args []string) int {
	factory := ours.Factory{}
	world.Serve(factory)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	done := make(chan int, 1)
	go func() { done <- Run(ctx, factory, args, os.Stdout, os.Stderr) }()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	select {
	case code := <-done:
		return code
	case <-time.After(interruptPatience):
		fmt.Fprintln(os.Stderr, "interrupted")
		return exitInterrupted
	}
}

// interruptPatience is what a command gets after Ctrl-C to tidy up and say what it
// has reached. Some do not look up from their work.
const interruptPatience = 5 * time.Second

// Run is Main with everything handed in.
func Run(ctx context.Context, factory sut.Factory, args []string, out, errs io.Writer) int {
	a := &app{factory: factory, out: out, err: errs}
	root := &cobra.Command{
		Use:           "anchorage",
		Short:         "Replays a calendar provider's bad days against a real sync system, in virtual time",
		Long:          longHelp,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetArgs(args)
	root.SetFlagErrorFunc(flagError)
	root.SetOut(out)
	root.SetErr(errs)
	root.AddCommand(a.replayCommand(), a.checkCommand(), a.traceCommand(), a.validateCommand(), a.schemaCommand(), a.auditCommand(), a.exploreCommand())
	return a.exitCode(root.ExecuteContext(ctx))
}

const longHelp = `Anchorage replays a calendar provider's bad days against a real sync system, in
virtual time, and shows what users, engineers on call and mailbox owners would
have lived through.

Exit codes: 0 everything held; 1 a promise or expectation is broken; 2 the input
cannot be used; 3 vacuous: a fault never fired, or the occasion of an expectation
never arose; 4 a fault of the harness or a crash of the system under test; the
strongest of 4, 2, 1, 3 wins. Ctrl-C: 130.`

func (a *app) exitCode(err error) int {
	if err == nil {
		return exitHeld
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.err, "interrupted")
		return exitInterrupted
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		if exit.text != "" {
			fmt.Fprintln(a.err, exit.text)
		}
		return exit.code
	}
	fmt.Fprintln(a.err, "anchorage:", err)
	return exitUnusable
}

// unusable says what is wrong with the input.
func unusable(err error) error {
	if problems, ok := errors.AsType[scenarios.Problems](err); ok {
		return &exitError{code: exitUnusable, text: problems.Error()}
	}
	return &exitError{code: exitUnusable, text: "anchorage: " + err.Error()}
}
