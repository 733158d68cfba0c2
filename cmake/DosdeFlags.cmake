# dosde_flags: what every translation unit that includes doSDE's headers must be compiled with, consumers included,
# because those headers hold templates. The three floating-point flags are the promise "same seed, same bits": no
# contraction of a*b+c into an fma that another build does not make, no errno and no trap bookkeeping that would stop
# the compiler from vectorising the very same IEEE operations. -ffast-math is never used.

add_library(dosde_flags INTERFACE)
add_library(dosde::flags ALIAS dosde_flags)
set_target_properties(dosde_flags PROPERTIES EXPORT_NAME flags)
target_compile_features(dosde_flags INTERFACE cxx_std_20)
target_compile_options(dosde_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-fno-math-errno;-fno-trapping-math>)

# The instruction set is public too: the width of a lane block's vectors is part of the headers.
if(DOSDE_ARCH)
  target_compile_options(dosde_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-march=${DOSDE_ARCH}>)
elseif(DOSDE_NATIVE)
  target_compile_options(dosde_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-march=native>)
endif()

# Warnings and sanitizers belong to our own targets, not to consumers: directory-wide, never exported.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wall> $<$<COMPILE_LANGUAGE:CXX>:-Wextra>
  $<$<COMPILE_LANGUAGE:CXX>:-Wpedantic> $<$<COMPILE_LANGUAGE:CXX>:-Wshadow>)
# GCC 12 warns of overlapping copies inside its own std::string operator+ (GCC bug 105651).
add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>)
if(DOSDE_WERROR)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
if(DOSDE_SANITIZE)
  add_compile_options(-fsanitize=${DOSDE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${DOSDE_SANITIZE})
endif()
