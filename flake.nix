# Not run: its syntax is checked. From a checkout: nix build, then result/bin/scepwiz.
{
  description = "Terminal wizard for SCEP configuration profiles of Apple devices";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = each (pkgs: {
        default = pkgs.stdenv.mkDerivation {
          pname = "scepwiz";
          version = "0.1.0";
          src = self;
          nativeBuildInputs = with pkgs; [ autoreconfHook pkg-config ];
          buildInputs = with pkgs; [ curl expat libplist libyaml ncurses openssl ];
          configureFlags = [ "--with-curl" ];
          enableParallelBuilding = true;
          meta = {
            description = "Terminal wizard for SCEP configuration profiles of Apple devices";
            license = pkgs.lib.licenses.mit;
            mainProgram = "scepwiz";
            platforms = pkgs.lib.platforms.unix;
          };
        };
      });
    };
}
