// Command runc-wrapper stands between containerd's shim and runc on hosts that withhold CAP_SYS_RESOURCE.
// There, runc cannot give that capability to a privileged container, nor lower an OOM score. The wrapper takes
// both wishes out of what runc is about to read, and then becomes runc.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

const withheld = "CAP_SYS_RESOURCE"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "runc-wrapper:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	runc, err := exec.LookPath("runc")
	if err != nil {
		return err
	}
	switch file, isBundle := specFile(args); {
	case file == "":
	case isBundle:
		err = edit(file, changeSpec)
	default:
		err = edit(file, changeProcess)
	}
	if err != nil {
		return err
	}
	return syscall.Exec(runc, append([]string{"runc"}, args...), os.Environ())
}

// specFile names the file in which runc will read what to start: the bundle's config.json for a new
// container, the process file for an exec; "" for every other command.
func specFile(args []string) (file string, isBundle bool) {
	for i := 0; i < len(args); i++ {
		switch args[i] {
		case "--root", "--log", "--log-format", "--criu", "--rootless":
			i++ // a global flag whose value is the next word
		case "create", "run", "restore":
			return filepath.Join(flagValue(args[i+1:], "bundle", "b"), "config.json"), true
		case "exec":
			return flagValue(args[i+1:], "process", "p"), false
		default:
			if !strings.HasPrefix(args[i], "-") {
				return "", false
			}
		}
	}
	return "", false
}

func flagValue(args []string, names ...string) string {
	for i, arg := range args {
		word, value, joined := strings.Cut(arg, "=")
		for _, name := range names {
			if word != "-"+name && word != "--"+name {
				continue
			}
			if joined {
				return value
			}
			if i+1 < len(args) {
				return args[i+1]
			}
		}
	}
	return ""
}

type object = map[string]json.RawMessage

func changeSpec(spec object) error {
	return changeField(spec, "process", changeProcess)
}

func changeProcess(process object) error {
	var score int
	if err := read(process, "oomScoreAdj", &score); err != nil {
		return err
	}
	if score < 0 {
		process["oomScoreAdj"] = json.RawMessage("0")
	}
	return changeField(process, "capabilities", dropWithheld)
}

func dropWithheld(sets object) error {
	for name := range sets {
		var all []string
		if err := read(sets, name, &all); err != nil {
			return err
		}
		kept := []string{}
		for _, capability := range all {
			if capability != withheld {
				kept = append(kept, capability)
			}
		}
		text, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		sets[name] = text
	}
	return nil
}

// changeField changes one object within another; all that this program does not know stays as it was written.
func changeField(parent object, name string, change func(object) error) error {
	var field object
	if err := read(parent, name, &field); err != nil || field == nil {
		return err
	}
	if err := change(field); err != nil {
		return err
	}
	text, err := json.Marshal(field)
	parent[name] = text
	return err
}

func read(parent object, name string, into any) error {
	text, there := parent[name]
	if !there {
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// edit rewrites a JSON file in place: runc may have been handed a link or an open descriptor to it.
func edit(path string, change func(object) error) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var content object
	if err := json.Unmarshal(text, &content); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := change(content); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if text, err = json.Marshal(content); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
